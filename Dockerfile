# The .NET SDK's image has no npm, so this stage fetches the front-end libraries, from the list that the build reads.
FROM node:22-slim AS libraries
WORKDIR /src
COPY libman.json ./
RUN node -e ' \
  const { execFileSync } = require("child_process"), fs = require("fs"), path = require("path"); \
  for (const { library, destination, files } of JSON.parse(fs.readFileSync("libman.json")).libraries) { \
    const cwd = path.join("/npm", library), name = library.replace(/@[^@]*$/, ""); \
    fs.mkdirSync(cwd, { recursive: true }); \
    fs.writeFileSync(path.join(cwd, "package.json"), "{}"); \
    execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", library], { cwd, stdio: "inherit" }); \
    for (const file of files) { \
      const target = path.join(destination, file); \
      fs.mkdirSync(path.dirname(target), { recursive: true }); \
      fs.copyFileSync(path.join(cwd, "node_modules", name, file), target); \
    } \
  }'

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# Only the files that determine the packages, so that a code change does not invalidate this layer and its restore.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY build/ build/
COPY PriceStream.Web/PriceStream.Web.csproj PriceStream.Web/
RUN dotnet restore PriceStream.Web --use-current-runtime -p:PublishReadyToRun=true
COPY . .
COPY --from=libraries /src/PriceStream.Web/wwwroot/lib PriceStream.Web/wwwroot/lib
# Compiling ahead of time halves the time to the first page. Debug symbols and files for other systems are left out.
RUN dotnet publish PriceStream.Web -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -p:DebugType=none --no-restore -o /app \
    && mkdir /data

# This image has no shell and no package manager, so this stage runs nothing.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app ./
# A volume gets its owner from the image's folder: 1654 is the base image's application user.
COPY --from=build --chown=1654:1654 /data /data
ENV ASPNETCORE_HTTP_PORTS=8080 \
    ConnectionStrings__PriceStream="Data Source=/data/pricestream.db" \
    Icons__Mode=Cached
VOLUME /data
EXPOSE 8080
USER 1654
# On SIGTERM, the site ends its streams with a last message and closes the database, within 5 seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/app/PriceStream.Web", "--healthcheck"]
ENTRYPOINT ["/app/PriceStream.Web"]

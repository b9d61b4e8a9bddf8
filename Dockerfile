# The .NET SDK's image has no npm, so the front-end libraries are fetched here, from the same list that the build reads.
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
# Only what decides the packages: a change of code leaves this layer, and the restore, in the cache.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY build/ build/
COPY PriceStream.Web/PriceStream.Web.csproj PriceStream.Web/
RUN dotnet restore PriceStream.Web --use-current-runtime -p:PublishReadyToRun=true
COPY . .
COPY --from=libraries /src/PriceStream.Web/wwwroot/lib PriceStream.Web/wwwroot/lib
# Compiled ahead of time, the first page comes in half the time. What only a debugger or another system reads stays out.
RUN dotnet publish PriceStream.Web -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -p:DebugType=none --no-restore -o /app \
    && mkdir /data

# Without a shell or a package manager; nothing is run in this stage.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app ./
# A volume takes its owner from the image's folder: 1654 is the user that the base image has for applications.
COPY --from=build --chown=1654:1654 /data /data
ENV ASPNETCORE_HTTP_PORTS=8080 \
    ConnectionStrings__PriceStream="Data Source=/data/pricestream.db"
VOLUME /data
EXPOSE 8080
USER 1654
# Streams are told, and the database is closed, within 5 seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/app/PriceStream.Web", "--healthcheck"]
ENTRYPOINT ["/app/PriceStream.Web"]

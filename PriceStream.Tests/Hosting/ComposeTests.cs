using YamlDotNet.RepresentationModel;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Tests.Hosting;

/// <summary>The compose files: well-formed, with known keys only, and every container confined as far as it can be.</summary>
public sealed class ComposeTests
{
    // The keys of https://github.com/compose-spec/compose-spec that these files use. Any other key is new, or misspelt.
    private static readonly string[] TopLevel = ["services", "volumes", "networks"];
    private static readonly string[] OfService =
    [
        "build", "image", "restart", "ports", "env_file", "environment", "volumes", "networks", "depends_on", "read_only",
        "tmpfs", "cap_drop", "cap_add", "security_opt", "mem_limit", "pids_limit", "stop_grace_period", "healthcheck", "logging",
        "command", "user", "profiles", "working_dir",
    ];

    private static readonly string[] OfHealthCheck = ["test", "interval", "timeout", "start_period", "retries"];

    public static TheoryData<string> Files => ["compose.yaml", "compose.cluster.yaml", "compose.postgres.yaml"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_is_known_and_every_name_refers_to_something(string file)
    {
        var compose = Load(file);

        bool Exists(string source) =>
            source[0] == '.' ? File.Exists(Repository.PathOf(source)) : Keys(Map(compose, "volumes")).Contains(source);

        Assert.All(Keys(compose), key => Assert.True(key.StartsWith("x-", StringComparison.Ordinal) || TopLevel.Contains(key), key));
        foreach (var (name, service) in Services(compose))
        {
            Assert.All(Keys(service), key => Assert.True(OfService.Contains(key), $"{name}: {key}"));
            Assert.All(Texts(service, "networks"), network => Assert.Contains(network, Keys(Map(compose, "networks"))));
            Assert.All(Texts(service, "depends_on"), other => Assert.Contains(other, Services(compose).Keys));
            Assert.All(Texts(service, "volumes").Select(volume => volume.Split(':')[0]), source => Assert.True(Exists(source), source));
            if (service.Children.ContainsKey("healthcheck"))
            {
                Assert.All(Keys(Map(service, "healthcheck")), key => Assert.Contains(key, OfHealthCheck));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_container_is_confined_limited_and_restarted_automatically(string file)
    {
        foreach (var (_, service) in Services(Load(file)))
        {
            Assert.Equal("true", Text(service, "read_only"));
            Assert.Equal(["ALL"], Texts(service, "cap_drop"));
            Assert.Equal(["no-new-privileges:true"], Texts(service, "security_opt"));
            Assert.Equal("unless-stopped", Text(service, "restart"));
            Assert.NotEmpty(Text(service, "mem_limit"));
            Assert.Equal(["max-file", "max-size"], Keys(Map(service, "logging", "options")).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_runs_the_site_the_same_way(string file)
    {
        var alone = Services(Load("compose.yaml"))["pricestream"];
        var sites = Services(Load(file))
            .Where(service => service.Key.StartsWith("pricestream", StringComparison.Ordinal))
            .Select(service => service.Value)
            .ToList();

        Assert.Equal(file == "compose.yaml" ? 1 : 2, sites.Count);
        var compared = OfService.Except(["ports", "environment", "depends_on", "networks"]);
        foreach (var key in compared.Where(key => alone.Children.ContainsKey(key)))
        {
            Assert.All(sites, site => Assert.Equal(alone.Children[key], site.Children[key]));
        }
    }

    [Fact]
    public void A_single_site_is_reachable_from_this_machine_only_and_trusts_its_networks_gateway()
    {
        var compose = Load("compose.yaml");
        var site = Services(compose)["pricestream"];
        var subnet = System.Net.IPNetwork.Parse(Text(Map(compose, "networks", "site", "ipam").Children["config"][0], "subnet"));

        Assert.Equal(["127.0.0.1:8080:8080"], Texts(site, "ports"));
        Assert.Equal(["CMD", "/app/PriceStream.Web", "--healthcheck"], Texts(Map(site, "healthcheck"), "test"));
        // The first address of a network is the machine's own, unless another is named.
        Assert.Equal($"${{Proxy__KnownNetworks:-{subnet.BaseAddress.ToString()[..^1]}1}}",
            Text(Map(site, "environment"), "Proxy__KnownNetworks"));
    }

    [Theory]
    [InlineData("compose.cluster.yaml")]
    [InlineData("compose.postgres.yaml")]
    public void In_a_cluster_only_Caddy_is_reachable_and_its_network_is_trusted(string file)
    {
        var compose = Load(file);

        Assert.Equal(["caddy"],
            Services(compose).Where(service => service.Value.Children.ContainsKey("ports")).Select(service => service.Key));
        var subnet = Text(Map(compose, "networks", "site", "ipam").Children["config"][0], "subnet");
        Assert.Equal($"${{Proxy__KnownNetworks:-{subnet}}}",
            Text(Map(compose, "services", "pricestream-1", "environment"), "Proxy__KnownNetworks"));
        Assert.Equal("pricestream-1:8080 pricestream-2:8080",
            Text(Map(compose, "services", "caddy", "environment"), "PRICESTREAM_UPSTREAMS"));
    }

    [Fact]
    public void On_PostgreSQL_sites_and_server_have_one_password_from_env_and_Redis_is_an_option()
    {
        const string Password = "${PRICESTREAM_DB_PASSWORD:?add it to .env, see docs/scale.md}";
        var services = Services(Load("compose.postgres.yaml"));
        var site = Map(services["pricestream-1"], "environment");
        var server = Map(services["postgres"], "environment");

        var text = Text(site, "ConnectionStrings__PriceStream").Replace(Password, "a1b2", StringComparison.Ordinal);
        var connection = PostgresConnection.Parse(text)!;
        Assert.Equal("postgres:5432/pricestream", connection.Place);
        Assert.Equal((connection.User, connection.Database), (Text(server, "POSTGRES_USER"), Text(server, "POSTGRES_DB")));
        Assert.Contains("Password=a1b2", connection.ConnectionString, StringComparison.Ordinal);
        Assert.Equal(Password, Text(server, "POSTGRES_PASSWORD"));
        Assert.InRange(int.Parse(Text(services["postgres"], "image").Split(':')[1].Split('-')[0]), 15, int.MaxValue);
        Assert.Equal("/", Text(services["pricestream-1"], "working_dir")); // data/ is then the volume
        Assert.Equal(["redis"], Texts(services["redis"], "profiles"));
        Assert.Equal("${PRICESTREAM_REDIS:-}", Text(site, "ConnectionStrings__Redis"));
        Assert.Equal(["postgres"], Texts(services["pricestream-1"], "depends_on"));
    }

    private static YamlMappingNode Load(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(file)));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static Dictionary<string, YamlMappingNode> Services(YamlMappingNode compose) =>
        Map(compose, "services").Children.ToDictionary(service => service.Key.ToString(), service => (YamlMappingNode)service.Value);

    private static YamlMappingNode Map(YamlNode node, params string[] path) =>
        path.Aggregate((YamlMappingNode)node, (map, key) => (YamlMappingNode)map.Children[key]);

    private static IEnumerable<string> Keys(YamlMappingNode node) => node.Children.Keys.Select(key => key.ToString());

    private static string Text(YamlNode node, string key) => ((YamlMappingNode)node).Children[key].ToString();

    private static IEnumerable<string> Texts(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Children.Select(child => child.ToString()) : [];
}

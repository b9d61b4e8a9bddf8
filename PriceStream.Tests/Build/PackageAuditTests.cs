using System.Xml.Linq;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Build;

/// <summary>A package with a known vulnerability fails the build, where the registry publishes vulnerabilities.</summary>
public sealed class PackageAuditTests
{
    private static readonly XDocument Properties = XDocument.Parse(Repository.Read("Directory.Build.props"));

    [Fact]
    public void A_package_with_a_known_vulnerability_fails_the_build_even_if_another_package_brings_it()
    {
        Assert.Equal(
            ["true", "all", "low", "true"],
            ((string[])["NuGetAudit", "NuGetAuditMode", "NuGetAuditLevel", "TreatWarningsAsErrors"]).Select(Value));
    }

    [Fact]
    public void A_registry_that_publishes_no_vulnerabilities_does_not_fail_the_build() =>
        Assert.Equal("$(WarningsNotAsErrors);NU1900;NU1905", Value("WarningsNotAsErrors"));

    private static string Value(string property) => Properties.Descendants(property).Single().Value;
}

namespace PriceStream.Tests.Support;

/// <summary>The items without Grand Exchange tax, written down apart from the site's own list.</summary>
internal static class ExemptItems
{
    public static readonly IReadOnlyList<int> Since2021 =
        [233, 952, 1733, 1735, 1755, 1785, 2347, 5325, 5329, 5331, 5341, 5343, 8794, 13190];

    public static readonly IReadOnlyList<int> Since2025 =
    [
        .. Since2021, 315, 329, 347, 351, 355, 361, 365, 379, 558, 806, 807, 808, 882, 884, 886, 1891, 2140, 2142, 2309, 2327, 2552,
        3008, 3010, 3012, 3014, 3853, 8007, 8008, 8009, 8010, 8011, 8013, 28790, 28824,
    ];
}

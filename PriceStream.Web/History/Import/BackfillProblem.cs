namespace PriceStream.Web.History.Import;

/// <summary>Why an item's past is incomplete.</summary>
/// <param name="Missing">What could not be fetched, from narrow to wide.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Failures">How many times in a row.</param>
/// <param name="NextTry">When it is fetched again.</param>
public sealed record BackfillProblem(IReadOnlyList<Resolution> Missing, string Reason, int Failures, DateTimeOffset NextTry)
{
    /// <summary>What is missing, to follow "This item's": "history" when it is all of it, or "hourly and daily history".</summary>
    public string MissingInWords
    {
        get
        {
            var names = Missing.Select(NameOf).ToList();
            return names switch
            {
                _ when names.Count == Resolution.Windows.Count => "history",
                [var only] => $"{only} history",
                _ => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]} history",
            };
        }
    }

    private static string NameOf(Resolution resolution) => resolution.Seconds switch
    {
        300 => "five-minute",
        3600 => "hourly",
        21_600 => "six-hour",
        _ => "daily",
    };
}

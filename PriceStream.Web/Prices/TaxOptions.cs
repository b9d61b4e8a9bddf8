using PriceStream.Web.Settings;

namespace PriceStream.Web.Prices;

/// <summary>Further rules of the Grand Exchange tax, for a change of the game that no release knows yet.</summary>
[SettingsSection("Tax")]
public sealed record TaxOptions : ICheckedOptions
{
    private const string Key = "Tax:File";

    /// <summary>The path of a JSON file with the rules; empty for none.</summary>
    public string File { get; init; } = "";

    /// <summary>The rules in the file, oldest first.</summary>
    public IReadOnlyList<TaxRule> Rules { get; private set; } = [];

    public void Check(SettingsReader settings)
    {
        if (File.Length == 0 || settings.IsRejected(Key))
        {
            return;
        }

        var file = TaxFile.Read(File);
        Rules = file.Rules;
        foreach (var error in file.Errors)
        {
            settings.Reject(Key, error);
        }
    }
}

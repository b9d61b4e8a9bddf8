namespace PriceStream.Web.Settings;

/// <summary>The configuration cannot be used. The message lists every fault: key, value, what is allowed.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception($"The configuration has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}:\n" + string.Join('\n', faults.Select(fault => "  - " + fault)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

namespace PriceStream.Web.Exports;

/// <summary>The licence of the prices.</summary>
public static class DataLicence
{
    public const string Address = "https://creativecommons.org/licenses/by-nc-sa/3.0/";
}

namespace PriceStream.Web.Exports;

/// <summary>Text in a file that a spreadsheet opens.</summary>
public static class SpreadsheetText
{
    /// <summary>
    /// Puts an apostrophe before a text that a spreadsheet would run as a formula. Its first character decides
    /// (https://owasp.org/www-community/attacks/CSV_Injection).
    /// </summary>
    public static string WithoutFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
}

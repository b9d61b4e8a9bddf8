using System.Globalization;
using System.Text;

namespace PriceStream.Web.Items;

/// <summary>The readable part of an item's URL.</summary>
public static class ItemSlug
{
    /// <summary>Lower-case ASCII letters and digits, everything else one hyphen: "Dragon dagger(p++)" is "dragon-dagger-p".</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && c != '\'' && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-') is { Length: > 0 } text ? text : "item";
    }
}

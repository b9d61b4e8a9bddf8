using PriceStream.Web.Data.Postgres;

namespace PriceStream.Web.Data.Copy;

/// <summary>Marks a database as half copied, so that no site starts on it. The mark has the kind of prices.</summary>
internal sealed record CopiedSite(bool IsDemo) : PostgresSite(IsDemo)
{
    private const string Mark = "copying ";

    public override string Mode => Mark + FinalMode;

    /// <summary>The name that takes the mark's place when everything has been copied.</summary>
    public string FinalMode => base.Mode;

    public static bool IsUnfinished(string mode) => mode.StartsWith(Mark, StringComparison.Ordinal);
}

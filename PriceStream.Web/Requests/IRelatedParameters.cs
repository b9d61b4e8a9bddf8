namespace PriceStream.Web.Requests;

/// <summary>A record of parameters of which one needs another. A page may answer what an API call refuses.</summary>
public interface IRelatedParameters
{
    /// <summary>Returns the parameter that is missing or wrong beside the others, and what is allowed; null for none.</summary>
    (string Name, string Allowed)? FindConflict();
}

namespace PriceStream.Web.Admin;

/// <summary>One line of the administrator's page.</summary>
/// <param name="Warns">It is something to look at.</param>
public sealed record AdminFact(string Name, string Value, bool Warns = false);

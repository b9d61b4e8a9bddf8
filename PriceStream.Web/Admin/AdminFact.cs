namespace PriceStream.Web.Admin;

/// <summary>One line of the administrator's page: a name and its value.</summary>
/// <param name="Warns">True when the administrator should look at it.</param>
/// <param name="TestId">A name by which tests find the value; null for none.</param>
public sealed record AdminFact(string Name, string Value, bool Warns = false, string? TestId = null);

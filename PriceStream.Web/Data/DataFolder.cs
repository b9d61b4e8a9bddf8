namespace PriceStream.Web.Data;

/// <summary>Where the site keeps files of its own, such as pictures and the keys of logins.</summary>
/// <param name="Path">Absolute. It may not exist yet.</param>
public sealed record DataFolder(string Path);

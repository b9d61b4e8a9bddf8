namespace PriceStream.Web.Data;

/// <summary>A database cannot be used for what was asked. The message is for the administrator: what is wrong, and what helps.</summary>
public sealed class DatabaseRefusedException(string message) : Exception(message);

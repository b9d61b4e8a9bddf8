namespace PriceStream.Web.Data;

/// <summary>A database cannot be used. The message for the administrator says what is wrong and what to do.</summary>
public sealed class DatabaseRefusedException(string message) : Exception(message);

namespace PriceStream.Web.Data;

/// <summary>What is asked for cannot be done with that database. The message is for the administrator: what is wrong, and what helps.</summary>
public sealed class DatabaseRefusedException(string message) : Exception(message);

namespace PriceStream.Web.Data.Postgres;

/// <summary>One publication as the table has it.</summary>
/// <param name="Id">Ascends in the order of the publications.</param>
/// <param name="First">The number of its first message.</param>
/// <param name="At">In Unix milliseconds.</param>
public sealed record PostgresRelayRow(long Id, string Epoch, long First, long At, byte[] Messages, byte[] State);

namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statements that keep a writer out whose lease has passed to another.</summary>
internal static class FenceStatements
{
    private const string Raise = """
        INSERT INTO fence (id, epoch) VALUES (1, $epoch)
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch WHERE epoch <= excluded.epoch
        """;

    /// <exception cref="LeaseLostException">A writer with a higher epoch has already written.</exception>
    public static void Check(WriteTransaction write, long epoch)
    {
        if (write.Prepare(Raise, "$epoch").Execute(epoch) == 0)
        {
            throw new LeaseLostException();
        }
    }
}

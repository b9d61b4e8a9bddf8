using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Copy;

/// <summary>The file as it is when the copy begins: all reads are of one transaction, and nothing is written.</summary>
internal sealed class CopySource : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, int[]> items = [];

    private CopySource(SqliteConnection connection) => this.connection = connection;

    /// <exception cref="DatabaseRefusedException">There is no file, or it is not one of this version.</exception>
    public static CopySource Open(DatabaseFile file)
    {
        if (file.Bytes == 0)
        {
            throw new DatabaseRefusedException($"there is no database {file.Path}");
        }

        var source = new CopySource(SqliteFile.Open(file.Path, SqliteOpenMode.ReadOnly));
        try
        {
            source.Begin(file);
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The number of rows of a table of the file.</summary>
    public long Count(string table, CancellationToken cancellationToken) =>
        (long)SqliteFile.Execute(connection, $"SELECT count(*) FROM {table}", cancellationToken)!;

    /// <summary>The chunks that have rows, ascending.</summary>
    public IEnumerable<CopyChunk> ChunksOf(CopyTable table) => table.Partitioned is null
        ? [new(table, 0)]
        : ItemsOf(table.Source).Select(table.ChunkOf).Distinct().Select(number => new CopyChunk(table, number));

    public ChunkReader Read(CopyChunk chunk) => new(connection, chunk.Table, chunk.Table.Partitioned is null ? [] : [.. ItemsOf(chunk)]);

    /// <summary>The newest time in a table; null where it is empty.</summary>
    public long? NewestIn(CopyTable table)
    {
        using var newest = new SqliteStatement(connection, $"SELECT max(time) FROM {table.Source} WHERE {table.OfItem}", "$item");
        return ItemsOf(table.Source).Max(item => Numbers(newest, item).FirstOrDefault());
    }

    /// <summary>A time in each span that has rows of a chunk.</summary>
    /// <param name="span">In seconds.</param>
    public IReadOnlyCollection<long> TimesIn(CopyChunk chunk, long span)
    {
        // Whole spans before 1970 as well, where the remainder is negative.
        using var starts = new SqliteStatement(connection, $"""
            SELECT DISTINCT time - (time % {span} + {span}) % {span} FROM {chunk.Table.Source} WHERE {chunk.Table.OfItem}
            """, "$item");
        return ItemsOf(chunk).SelectMany(item => Numbers(starts, item)).OfType<long>().ToHashSet();
    }

    public void Dispose() => connection.Dispose();

    private static List<long?> Numbers(SqliteStatement statement, int item)
    {
        var numbers = new List<long?>();
        for (statement.Bind(item); statement.Step();)
        {
            numbers.Add(statement.NumberOrNull(0));
        }

        return numbers;
    }

    private void Begin(DatabaseFile file)
    {
        SqliteFile.Execute(connection, "BEGIN");
        if (!SqliteFile.IsOurs(connection))
        {
            throw new DatabaseRefusedException($"the file {file.Path} is not a database of PriceStream");
        }

        if (!SqliteFile.Migrations(connection).ToHashSet().SetEquals(DatabaseUpgrade.Known))
        {
            throw new DatabaseRefusedException(
                $"the database {file.Path} has the tables of another version. Start this version once, {DatabaseUpgrade.Version}, which "
                + "upgrades an older file, and copy then");
        }
    }

    private IEnumerable<int> ItemsOf(CopyChunk chunk) =>
        ItemsOf(chunk.Table.Source).Where(item => chunk.Table.ChunkOf(item) == chunk.Number);

    // Seeks from item to item instead of reading every row.
    private int[] ItemsOf(string table)
    {
        if (items.TryGetValue(table, out var known))
        {
            return known;
        }

        using var found = new SqliteStatement(connection, $"""
            WITH RECURSIVE ids (id) AS (
                SELECT min(item_id) FROM {table}
                UNION ALL SELECT (SELECT min(item_id) FROM {table} WHERE item_id > id) FROM ids WHERE id IS NOT NULL)
            SELECT id FROM ids WHERE id IS NOT NULL ORDER BY id
            """);
        var ids = new List<int>();
        while (found.Step())
        {
            ids.Add((int)found.Number(0));
        }

        return items[table] = [.. ids];
    }
}

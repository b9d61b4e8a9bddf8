namespace PriceStream.Web.Data.Copy;

/// <summary>
/// Copies chunk by chunk, and compares all of them at the end. The rows that an earlier run has copied stay, unless the file has
/// changed since: the comparison finds such chunks, and they are copied again.
/// </summary>
internal sealed class CopyRun(CopySource source, CopyTarget target, CopyProgress progress)
{
    private readonly Dictionary<CopyChunk, ChunkSum> expected = [];

    /// <returns>The tables of the file, and how many rows of each were copied.</returns>
    /// <exception cref="DatabaseRefusedException">The target cannot be used, or does not keep what it is sent.</exception>
    public async Task<IReadOnlyList<(string Table, long Rows)>> RunAsync(CancellationToken cancellationToken)
    {
        var done = await target.PrepareAsync(cancellationToken);
        var counts = CopyTable.All.Select(table => table.Source).Distinct()
            .Select(table => (Table: table, Rows: source.Count(table, cancellationToken))).ToList();
        var total = counts.Sum(count => count.Rows);
        await CopyMissingAsync(done, total, cancellationToken);
        await VacuumAsync(CopyTable.All, cancellationToken);
        var different = await CompareAsync(total, cancellationToken);
        await RepeatAsync(different, cancellationToken);
        RequireAll(counts);
        await target.FinishAsync(cancellationToken);
        return counts;
    }

    private async Task CopyMissingAsync(
        Dictionary<(string Target, int Chunk), long> done, long total, CancellationToken cancellationToken)
    {
        progress.Begin("Copying", total, done.Values.Sum());
        foreach (var table in CopyTable.All)
        {
            var missing = source.ChunksOf(table).Where(chunk => !done.ContainsKey((table.Target, chunk.Number))).ToList();
            // The newest time decides which rows are so old that they share a partition.
            if (missing.Count > 0 && table.Partitioned is { } partitioned && source.NewestIn(table) is { } newest)
            {
                await target.EnsurePartitionsAsync(partitioned, [newest], cancellationToken);
            }

            foreach (var chunk in missing)
            {
                await CopyAsync(chunk, again: false, cancellationToken);
            }
        }

        progress.End();
    }

    private async Task CopyAsync(CopyChunk chunk, bool again, CancellationToken cancellationToken)
    {
        if (chunk.Table.Partitioned is { } partitioned)
        {
            await target.EnsurePartitionsAsync(partitioned, source.TimesIn(chunk, partitioned.Span), cancellationToken);
        }

        var reader = source.Read(chunk);
        var reported = 0L;
        await target.CopyAsync(chunk, reader, again, rows =>
        {
            progress.Add(rows - reported);
            reported = rows;
        }, cancellationToken);
        expected[chunk] = reader.Sum;
    }

    private async Task VacuumAsync(IEnumerable<CopyTable> tables, CancellationToken cancellationToken)
    {
        progress.Say("Vacuuming, so that histories are read from indices alone");
        foreach (var table in tables)
        {
            await target.VacuumAsync(table, cancellationToken);
        }
    }

    private async Task<List<CopyChunk>> CompareAsync(long total, CancellationToken cancellationToken)
    {
        var different = new List<CopyChunk>();
        progress.Begin("Comparing", total);
        foreach (var table in CopyTable.All)
        {
            ReadEarlierChunks(table, cancellationToken);
            var reported = 0L;
            var found = await target.SumAsync(table, rows =>
            {
                progress.Add(rows - reported);
                reported = rows;
            }, cancellationToken);
            var numbers = found.Sums.Keys.Union(source.ChunksOf(table).Select(chunk => chunk.Number));
            different.AddRange(numbers.Order().Select(number => new CopyChunk(table, number))
                .Where(chunk => found.Sums.GetValueOrDefault(chunk.Number) != expected.GetValueOrDefault(chunk)));
        }

        progress.End();
        return different;
    }

    private void ReadEarlierChunks(CopyTable table, CancellationToken cancellationToken)
    {
        foreach (var chunk in source.ChunksOf(table).Where(chunk => !expected.ContainsKey(chunk)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reader = source.Read(chunk);
            foreach (var _ in reader.ReadBlocks())
            {
                // Only their sum is needed.
            }

            expected[chunk] = reader.Sum;
        }
    }

    private async Task RepeatAsync(List<CopyChunk> different, CancellationToken cancellationToken)
    {
        if (different.Count == 0)
        {
            return;
        }

        progress.Begin("Copying what has changed", different.Sum(chunk => expected.GetValueOrDefault(chunk).Rows));
        foreach (var chunk in different)
        {
            await CopyAsync(chunk, again: true, cancellationToken);
            if (await target.SumAsync(chunk, cancellationToken) != expected[chunk])
            {
                throw new DatabaseRefusedException(
                    $"the table {chunk.Table.Target} differs from the file after the copy. Does another program write to the database?");
            }
        }

        progress.End();
        await VacuumAsync(different.Select(chunk => chunk.Table).Distinct(), cancellationToken);
    }

    // Rows of a width that no table takes would otherwise be left behind in silence.
    private void RequireAll(List<(string Table, long Rows)> counts)
    {
        foreach (var (table, rows) in counts)
        {
            var copied = expected.Where(chunk => chunk.Key.Table.Source == table).Sum(chunk => chunk.Value.Rows);
            if (copied != rows)
            {
                throw new DatabaseRefusedException(
                    $"the table {table} of the file has {rows} rows, and only {copied} of them can be copied");
            }
        }
    }
}

namespace PriceStream.Web.Data.Writes;

/// <summary>Writes that wait in memory, in order. When it is full, it drops the oldest. Not thread-safe, but for its counts.</summary>
/// <param name="maxBytes">The most that is kept. The newest write always is.</param>
internal sealed class WriteQueue(long maxBytes)
{
    private readonly Queue<StoreWrite> writes = new();
    private long bytes;
    private long rows;

    public bool IsEmpty => writes.Count == 0;

    /// <summary>How many prices and windows wait.</summary>
    public long Rows => Volatile.Read(ref rows);

    /// <returns>How many rows were dropped to make room.</returns>
    public long Add(StoreWrite write)
    {
        writes.Enqueue(write);
        bytes += write.Bytes;
        Volatile.Write(ref rows, rows + write.Rows);
        var dropped = 0L;
        while (bytes > maxBytes && writes.Count > 1)
        {
            dropped += RemoveOldest().Rows;
        }

        return dropped;
    }

    /// <summary>The oldest writes, up to about a size. They stay in the queue.</summary>
    public List<StoreWrite> Peek(long size)
    {
        var some = new List<StoreWrite>();
        foreach (var write in writes)
        {
            some.Add(write);
            size -= write.Bytes;
            if (size <= 0)
            {
                break;
            }
        }

        return some;
    }

    public StoreWrite RemoveOldest()
    {
        var write = writes.Dequeue();
        bytes -= write.Bytes;
        Volatile.Write(ref rows, rows - write.Rows);
        return write;
    }

    public void Clear()
    {
        writes.Clear();
        bytes = 0;
        Volatile.Write(ref rows, 0);
    }
}

namespace PriceStream.Web.Data.Writes;

/// <summary>
/// Appends a publication to the relay, so that the other instances publish it too. It is refused with a
/// <see cref="RelayBehindException"/> when its numbers are taken or the epoch has changed. A refused one is dropped, never retried:
/// the prices themselves are another write.
/// </summary>
/// <param name="Name">The name of the stream.</param>
/// <param name="First">The number of its first message.</param>
/// <param name="Count">How many messages it has; 0 when it carries only the state.</param>
/// <param name="At">When it was published, in Unix milliseconds.</param>
/// <param name="ReplayWindow">Older publications are deleted.</param>
public sealed record AppendToRelay(
    string Name,
    string Epoch,
    long First,
    int Count,
    long At,
    ReadOnlyMemory<byte> Messages,
    ReadOnlyMemory<byte> State,
    TimeSpan ReplayWindow) : StoreWrite
{
    private const int Overhead = 128;

    public override long Bytes => Messages.Length + State.Length + Overhead;
}

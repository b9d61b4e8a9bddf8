namespace PriceStream.Web.Streaming;

/// <summary>
/// A whole frame without an id that every client gets, whatever its topics. Those who are there get the bytes of the moment; one who
/// comes later gets it rendered anew, because it may tell the time.
/// </summary>
public sealed class StreamNotice(Func<byte[]> render)
{
    /// <summary>As it was when it was published.</summary>
    public byte[] First { get; } = render();

    /// <summary>As it is now.</summary>
    public byte[] Now() => render();
}

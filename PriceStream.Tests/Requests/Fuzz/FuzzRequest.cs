namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>What is put on the wire.</summary>
/// <param name="IsWhole">It is a request in full, so an answer must come while the sender still listens and could send more.</param>
internal sealed record FuzzRequest(byte[] Bytes, bool IsWhole)
{
    /// <summary>Readable, and exact: every byte that is no plain character as \xNN.</summary>
    public override string ToString() => string.Concat(Bytes.Select(value => value is >= 32 and < 127 ? ((char)value).ToString() : value == 10 ? "\\n\n" : $"\\x{value:x2}"));
}

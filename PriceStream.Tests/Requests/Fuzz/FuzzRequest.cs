namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>The bytes of a request.</summary>
/// <param name="IsWhole">The request is complete, so the answer must come while the sender still listens and could send more.</param>
internal sealed record FuzzRequest(byte[] Bytes, bool IsWhole)
{
    /// <summary>Readable and exact: every byte that is not a printable character as \xNN.</summary>
    public override string ToString() => string.Concat(Bytes.Select(Write));

    private static string Write(byte value) => value switch
    {
        10 => "\\n\n",
        >= 32 and < 127 => ((char)value).ToString(),
        _ => $"\\x{value:x2}",
    };
}

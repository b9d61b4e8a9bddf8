using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace PriceStream.Web.Requests;

/// <summary>
/// Takes a body and keeps only its hash, as an ETag. The same content has the same tag on every instance and after every restart, which
/// a version number would not have.
/// </summary>
internal sealed class ContentTag : IBufferWriter<byte>, IDisposable
{
    private const int TagBytes = 8;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[4096];
    private int written;

    public void Advance(int count) => written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return buffer.AsMemory(written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public static EntityTagHeaderValue Of(byte[] body) => Of(SHA256.HashData(body).AsSpan());

    public EntityTagHeaderValue End()
    {
        hash.AppendData(buffer, 0, written);
        written = 0;
        return Of(hash.GetHashAndReset().AsSpan());
    }

    public void Dispose() => hash.Dispose();

    // Weak, because it stands for every compressed form of the content too.
    private static EntityTagHeaderValue Of(ReadOnlySpan<byte> sha256) =>
        new($"\"{Convert.ToHexStringLower(sha256[..TagBytes])}\"", isWeak: true);

    // The contract of the interface is at least one byte.
    private void MakeRoom(int bytes)
    {
        if (buffer.Length - written >= Math.Max(bytes, 1))
        {
            return;
        }

        hash.AppendData(buffer, 0, written);
        written = 0;
        if (buffer.Length < bytes)
        {
            buffer = new byte[bytes];
        }
    }
}

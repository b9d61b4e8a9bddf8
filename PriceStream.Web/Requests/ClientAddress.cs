using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PriceStream.Web.Requests;

/// <summary>
/// Identifies a client for limits on streams, calls and attempts: an IPv4 address, or the /64 of an IPv6 address, because one client
/// usually has a whole /64.
/// </summary>
public readonly record struct ClientAddress(bool IsV6, ulong Bits)
{
    /// <summary>Returns the client of an address. Clients without one, such as those behind a Unix socket, count as one.</summary>
    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? new(true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Bits);
        return IsV6 ? new IPAddress(bytes) + "/64" : new IPAddress(bytes[4..8]).ToString();
    }
}

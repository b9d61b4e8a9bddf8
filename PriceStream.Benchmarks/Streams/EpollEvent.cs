using System.Runtime.InteropServices;

namespace PriceStream.Benchmarks.Streams;

/// <summary>struct epoll_event, which is packed on x64 only.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct EpollEvent
{
    public uint Events;
    public long Data;
}

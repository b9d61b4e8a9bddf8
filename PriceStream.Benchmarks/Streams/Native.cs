using System.Runtime.InteropServices;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// Linux's epoll and recv. With .NET's own engine, ten thousand sockets would cost the client as much as the server, on the same two
/// cores.
/// </summary>
internal static class Native
{
    public const int Readable = 1; // EPOLLIN
    public const int Add = 1; // EPOLL_CTL_ADD
    public const int DontWait = 0x40; // MSG_DONTWAIT
    public const int TryAgain = 11; // EAGAIN

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int epoll_ctl(int epoll, int operation, int socket, ref EpollEvent what);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int epoll_wait(int epoll, [Out] EpollEvent[] events, int count, int timeout);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint recv(int socket, ref byte buffer, nint length, int flags);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int close(int file);
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace PriceStream.Benchmarks.Streams;

/// <summary>Holds many streams over loopback, from several source addresses, in one thread.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly List<LoadConnection> connections = [];
    private readonly int epoll = Native.epoll_create1(0);
    private readonly byte[] buffer = new byte[1 << 18];
    private readonly Thread thread;
    private volatile bool disposed;

    public LoadClient()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The load client needs Linux on x64");
        }

        thread = new Thread(Read) { IsBackground = true };
        thread.Start();
    }

    public IReadOnlyList<LoadConnection> Connections => connections;

    /// <summary>Opens one more stream. With <paramref name="reads"/> false, it stays open and reads nothing.</summary>
    public void Open(int port, string path, LineHandler handle, bool reads = true, string headers = "")
    {
        var number = connections.Count;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + number % 250)]), 0));
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n{headers}\r\n"));
        var connection = new LoadConnection(number, socket, handle);
        connections.Add(connection);
        if (reads)
        {
            var what = new EpollEvent { Events = Native.Readable, Data = number };
            _ = Native.epoll_ctl(epoll, Native.Add, (int)socket.SafeHandle.DangerousGetHandle(), ref what);
        }
    }

    public void Dispose()
    {
        disposed = true;
        thread.Join();
        foreach (var connection in connections)
        {
            connection.Socket.Dispose();
        }

        _ = Native.close(epoll);
    }

    private void Read()
    {
        var events = new EpollEvent[512];
        while (!disposed)
        {
            var count = Native.epoll_wait(epoll, events, events.Length, 100);
            for (var index = 0; index < count; index++)
            {
                Read(connections[(int)events[index].Data]);
            }
        }
    }

    private void Read(LoadConnection connection)
    {
        if (connection.Closed)
        {
            return;
        }

        var got = Native.recv((int)connection.Socket.SafeHandle.DangerousGetHandle(), ref buffer[0], buffer.Length, Native.DontWait);
        if (got > 0)
        {
            connection.Take(buffer.AsSpan(0, (int)got));
        }
        else if (got == 0 || Marshal.GetLastPInvokeError() != Native.TryAgain)
        {
            connection.Closed = true;
            connection.Socket.Close();
        }
    }
}

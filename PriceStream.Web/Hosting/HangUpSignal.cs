using System.Globalization;
using System.Runtime.InteropServices;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Shuts the site down on SIGHUP as the host does on SIGTERM, for example when its terminal closes. A process started with <c>nohup</c>
/// goes on ignoring the signal.
/// </summary>
internal sealed class HangUpSignal(IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private PosixSignalRegistration? registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsIgnored())
        {
            registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registration?.Dispose();

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true; // the system would end the process at once
        lifetime.StopApplication();
    }

    // SIGHUP is signal 1, so it is the lowest bit of the mask of ignored signals.
    private static bool IsIgnored()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        const string Mask = "SigIgn:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ignored)
            && (ignored & 1) == 1;
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using PriceStream.E2E.Pages;
using PriceStream.Tests.Support;

namespace PriceStream.E2E.Support;

/// <summary>
/// The built site as a process of its own, on the demo market, with a free port and an empty database. The market is held from its
/// first moment: prices change only when a test steps it. The process can be killed and started again.
/// </summary>
public sealed partial class DemoSite : IAsyncDisposable
{
    // A shell starts the site and then reads from a pipe that only this process holds. The pipe closes at KillAsync, at DisposeAsync and
    // however this process ends, even by SIGKILL. The shell then kills the site. PR_SET_PDEATHSIG would not do: it follows the thread
    // that started the process, and threads of the pool end while the tests still run.
    private const string KillAtEndOfInput = "\"$@\" 2>&1 & exec >/dev/null 2>&1; cat; kill -KILL $!; wait";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private readonly (string Key, string Value)[] settings;
    private Process? process;
    private long marketTime;

    private DemoSite((string Key, string Value)[] settings, TimeSpan timeout)
    {
        this.settings = settings;
        Timeout = timeout;
    }

    /// <summary>The same after it has been killed and started again.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public HttpClient Http { get; private set; } = null!;
    public DemoMarket Market { get; private set; } = null!;
    public PriceApi Api { get; private set; } = null!;

    /// <summary>How long tabs on this site wait for what a test expects.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Starts a site, which has its first prices when this returns.</summary>
    /// <param name="pollSeconds">A page stays live for two poll intervals after a step.</param>
    /// <param name="reconnectBaseDelay">Milliseconds before a page first reconnects; at least 100.</param>
    /// <param name="reconnectMaxDelay">The longest such delay.</param>
    /// <param name="timeout">How long tabs on this site wait for what a test expects; null for <see cref="Tab.DefaultTimeout"/>.</param>
    /// <param name="settings">Any other setting, by its name in the environment, such as <c>Sse__MaxClients</c>.</param>
    public static async Task<DemoSite> StartAsync(
        int pollSeconds = 60,
        int reconnectBaseDelay = 1000,
        int reconnectMaxDelay = 30_000,
        TimeSpan? timeout = null,
        params (string Key, string Value)[] settings)
    {
        var site = new DemoSite(
            [
                ("Upstream__PollSeconds", $"{pollSeconds}"),
                ("Sse__ReconnectBaseDelay", $"{reconnectBaseDelay}"),
                ("Sse__ReconnectMaxDelay", $"{reconnectMaxDelay}"),
                .. settings,
            ],
            timeout ?? Tab.DefaultTimeout);
        try
        {
            DatabaseTemplate.CopyTo(site.folder, isDemo: true);
            await site.StartProcessAsync();
            await Eventually.TrueAsync(async () => await site.Api.CountItemsAsync() > 0, "the site has its catalogue");
            await site.Market.StepAsync(seconds: 0);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the site at once (SIGKILL), as a crash or a power cut would. It saves nothing and says goodbye to nobody.</summary>
    public async Task KillAsync()
    {
        marketTime = await Market.TimeAsync();
        await EndProcessAsync();
    }

    /// <summary>
    /// Starts the killed site again, on the same port and database. The market continues at the time at which it was killed. It has
    /// forgotten the prices that were set, and polls at the next step.
    /// </summary>
    public async Task StartAgainAsync()
    {
        await StartProcessAsync();
        await Market.MoveClockAsync((int)Math.Max(0, marketTime - await Market.TimeAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await EndProcessAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartProcessAsync()
    {
        process = Process.Start(StartInfo())!;
        Address = await ListeningAsync(process).WaitAsync(StartLimit, TimeProvider.System);
        Http = new() { BaseAddress = Address };
        Market = new(Http);
        Api = new(Http);
    }

    private async Task EndProcessAsync()
    {
        Http?.Dispose();
        if (process is not null)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
            process = null;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        string[] site = ["dotnet", SiteProcess.Dll, "--contentRoot", Repository.WebFolder];
        var start = new ProcessStartInfo("sh", ["-c", KillAtEndOfInput, "sh", .. site])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (string Key, string Value)[] fixedSettings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Demo"),
            ("ASPNETCORE_URLS", Address.GetLeftPart(UriPartial.Authority)),
            ("ConnectionStrings__PriceStream", $"Data Source={Path.Combine(folder, "prices.db")}"),
            ("Demo__Manual", "true"),
        ];
        foreach (var (key, value) in fixedSettings.Concat(settings))
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private static async Task<Uri> ListeningAsync(Process process)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(); // so that the site never waits for a reader
                return new(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The site ended before it listened:\n" + string.Join('\n', lines));
    }

    [GeneratedRegex(@"Now listening on: (http\S+)")]
    private static partial Regex Listening();
}

namespace PriceStream.Benchmarks;

/// <summary>The list of verbs.</summary>
internal static class Usage
{
    public const string Text = """
        poll            one poll of 4,161 items: parse, diff, store, broadcast; time and memory allocated
        start [DLL]     a process from its start to the first page and the first prices, and its memory at rest;
                        DLL is a built or published PriceStream.Web.dll (default: the one built beside this)
        seed FILE       a database of 4,300 items with every series as long as it is kept, and a year of days
        code FILE [FILTER]  reading, writing, sampling and packing histories, and another way to store them (FILTER as *Read*)
        history FILE [DLL] [client | throughput | polls | jobs]
                        histories over loopback on a copy of that file, and polls, windows and jobs meanwhile; all of it, or parts
        market FILE     loading the recent windows of that file, and lists of the market before and after a poll
        stream WAY [CLIENTS] [STALLED] [ours] [nchan] [ordinary]
                        the stream beside nginx with nchan and beside TypedResults.ServerSentEvents; WAY is events (one
                        update each 100 ms) or ticks (20 at once); of the 10,000 clients STALLED read nothing
        site [CLIENTS] [UPSTREAM]
                        the whole site with 10,000 streams for 30 ticks, every number of every client checked, on UPSTREAM
                        (default: the demo market)
        page [DLL ...]  what a tick costs the main thread of a browser, on both pages; other builds beside this one, tick by tick
        storm           20,000 clients that connect and go; what the process holds before and after
        restart         the site killed and started again with 1,000 streams open
        tick            our own code for a tick of 1,600 updates, by BenchmarkDotNet
        Ten thousand files and more are open: ulimit -n 65536
        """;
}

using PriceStream.Benchmarks;

// Figures for the README. Run in Release: dotnet run -c Release --project PriceStream.Benchmarks -- poll | start | seed | code | history
switch (args.FirstOrDefault())
{
    case "poll":
        await PollRun.RunAsync();
        return 0;
    case "start":
        await StartRun.RunAsync(args.ElementAtOrDefault(1));
        return 0;
    case "seed" when args.Length > 1:
        await HistorySeed.RunAsync(args[1]);
        return 0;
    case "code" when args.Length > 1:
        await CodeRun.RunAsync(args[1], args[2..]);
        return 0;
    case "history" when args.Length > 1:
        await HistoryRun.RunAsync(args[1], args.Skip(2).FirstOrDefault(File.Exists), [.. args.Skip(2).Where(arg => !File.Exists(arg))]);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            poll            one poll of 4,161 items: parse, diff, store, broadcast; time and memory allocated
            start [DLL]     a process from its start to the first page and the first prices, and its memory at rest;
                            DLL is a built or published PriceStream.Web.dll (default: the one built beside this)
            seed FILE       a database of 4,300 items with every series as long as it is kept, and a year of days
            code FILE [FILTER]  reading, writing, sampling and packing histories, and another way to store them (FILTER as *Read*)
            history FILE [DLL] [client | throughput | polls | jobs]
                            histories over loopback on a copy of that file, and polls, windows and jobs meanwhile; all of it, or parts
            """);
        return 2;
}

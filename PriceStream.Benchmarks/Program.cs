using PriceStream.Benchmarks;

// Wall-clock figures for the README. Run in Release: dotnet run -c Release --project PriceStream.Benchmarks -- poll | start
switch (args.FirstOrDefault())
{
    case "poll":
        await PollRun.RunAsync();
        return 0;
    case "start":
        await StartRun.RunAsync(args.ElementAtOrDefault(1));
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            poll            one poll of 4,161 items: parse, diff, store, broadcast; time and memory allocated
            start [DLL]     a process from its start to the first page and the first prices, and its memory at rest;
                            DLL is a built or published PriceStream.Web.dll (default: the one built beside this)
            """);
        return 2;
}

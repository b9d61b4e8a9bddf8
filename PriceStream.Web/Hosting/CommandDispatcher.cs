namespace PriceStream.Web.Hosting;

/// <summary>Runs the command that the arguments name; without a command, serves the site.</summary>
internal static class CommandDispatcher
{
    /// <summary>The exit code for arguments that cannot be used.</summary>
    public const int WrongUsage = 2;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<Command> commands, Func<Task<int>> serveAsync)
    {
        var line = CommandLine.Parse(args, commands);
        if (line.Error is { } error)
        {
            await Console.Error.WriteLineAsync(line.IsUnknown ? $"{error}\n\n{ListOf(commands)}" : error);
            return WrongUsage;
        }

        return await (line.Command is { } command ? command.RunAsync(line.Call) : serveAsync());
    }

    /// <summary>Lists all commands with their arguments and summaries.</summary>
    public static string ListOf(IReadOnlyList<Command> commands)
    {
        var width = commands.Max(command => command.Usage.Length);
        return $"""
            Without a command, PriceStream.Web serves the site. With one, it does this and ends:

            {string.Join('\n', commands.Select(command => $"  {command.Usage.PadRight(width)}  {command.Summary}"))}

            Any of them can be combined with settings, such as --Upstream:Mode=Demo or --urls http://localhost:5080.
            """;
    }
}

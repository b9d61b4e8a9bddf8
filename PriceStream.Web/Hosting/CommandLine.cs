using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>
/// The program's arguments: at most one command, and configuration for the host. Anything else is an error, because the host
/// would ignore or misread a misspelt command and start a site.
/// </summary>
internal sealed class CommandLine
{
    private readonly IReadOnlyList<Command> commands;
    private readonly List<string> settings = [];
    private string? argument;

    private CommandLine(IReadOnlyList<Command> commands) => this.commands = commands;

    /// <summary>The command; null to serve the site.</summary>
    public Command? Command { get; private set; }

    public CommandCall Call => new(argument, [.. settings]);

    /// <summary>What is wrong with the arguments; null when they are valid.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether the error is a command that does not exist.</summary>
    public bool IsUnknown { get; private set; }

    public static CommandLine Parse(string[] args, IReadOnlyList<Command> commands)
    {
        var line = new CommandLine(commands);
        var rest = new Queue<string>(args);
        while (line.Error is null && rest.TryDequeue(out var arg))
        {
            line.Take(arg, rest);
        }

        if (line is { Error: null, argument: null or "", Command: { NeedsArgument: true } command })
        {
            line.Error = $"{command.Name} needs a {command.Argument.ToLowerInvariant()}: {command.Usage}";
        }

        return line;
    }

    private void Take(string arg, Queue<string> rest)
    {
        if (commands.FirstOrDefault(command => command.Name == arg) is { } command)
        {
            Take(command, rest);
        }
        else if (HostSwitch.IsPair(arg) && (IsSetting(arg) || IsSection(arg) || NearestTo(arg) is null))
        {
            settings.Add(arg);
        }
        else if (HostSwitch.IsSwitch(arg) && IsSetting(arg))
        {
            TakeSwitch(arg, rest);
        }
        else
        {
            Refuse(arg);
        }
    }

    private void Take(Command command, Queue<string> rest)
    {
        if (Command is not null)
        {
            Error = $"One command at a time: {Command.Name} or {command.Name}";
            return;
        }

        Command = command;
        if (command.TakesArgument && rest.TryPeek(out var next) && IsArgument(command, next))
        {
            argument = rest.Dequeue();
        }
    }

    // A required argument may contain "=", as a file name can. In place of an optional one, a setting is read as a setting.
    private static bool IsArgument(Command command, string next) =>
        !next.StartsWith('-') && (command.NeedsArgument || !HostSwitch.IsPair(next));

    private void TakeSwitch(string arg, Queue<string> rest)
    {
        // The host would read the next switch as the value of this one.
        if (!rest.TryDequeue(out var value) || value.StartsWith("--", StringComparison.Ordinal))
        {
            Error = $"{arg} needs a value: {arg} VALUE";
            return;
        }

        settings.Add(arg);
        settings.Add(value);
    }

    private void Refuse(string arg)
    {
        var nearest = NearestTo(arg);
        if (Command is { } command && nearest is null)
        {
            Error = $"Unexpected argument {arg} after {command.Name}. Usage: {command.Usage}";
            return;
        }

        IsUnknown = true;
        Error = $"Unknown command {arg}." + (nearest is null ? "" : $" Did you mean {nearest.Usage}?");
    }

    private static bool IsSetting(string arg) => HostSwitch.IsSetting(HostSwitch.KeyOf(arg));

    // Programs that pass on a whole configuration include its sections: --Backup= beside --Backup:Keep=3.
    private static bool IsSection(string arg) => arg.EndsWith('=');

    // At most a third of its letters differ, or it is the beginning of the name.
    private Command? NearestTo(string arg)
    {
        var typed = HostSwitch.KeyOf(arg);
        var (nearest, distance) = commands
            .Select(command => (Command: command, Distance: UnknownSettings.Distance(command.Name.TrimStart('-'), typed)))
            .MinBy(pair => pair.Distance);
        return distance <= nearest.Name.Length / 3 ? nearest
            : typed.Length < 3 ? null
            : commands.FirstOrDefault(command => command.Name.TrimStart('-').StartsWith(typed, StringComparison.OrdinalIgnoreCase));
    }
}

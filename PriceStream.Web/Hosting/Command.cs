namespace PriceStream.Web.Hosting;

/// <summary>A task that the program performs instead of serving the site.</summary>
/// <param name="Name">Such as <c>--backup</c>.</param>
/// <param name="Argument">The name of its argument, in brackets when it may be left out; empty for a command without one.</param>
/// <param name="Summary">One sentence for the list.</param>
/// <param name="RunAsync">Returns the exit code.</param>
public sealed record Command(string Name, string Argument, string Summary, Func<CommandCall, Task<int>> RunAsync)
{
    public bool TakesArgument => Argument.Length > 0;

    public bool NeedsArgument => TakesArgument && Argument[0] != '[';

    public string Usage => $"{Name} {Argument}".TrimEnd();
}

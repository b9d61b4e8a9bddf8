using System.Text;

namespace PriceStream.Web.Admin;

/// <summary>
/// <c>PriceStream.Web --hash-password</c>: reads a password, twice and unseen from a terminal, or the first line of what is piped in, and
/// writes its hash, and nothing else, to the standard output.
/// </summary>
public static class HashPasswordCommand
{
    public const string Name = "--hash-password";

    public static int Run() => Console.IsInputRedirected ? Run(Console.In.ReadLine) : Run(AskTwice);

    private static int Run(Func<string?> ask)
    {
        var password = ask() ?? "";
        if (password.Length is < PasswordHash.ShortestPassword or > PasswordHash.LongestPassword)
        {
            Console.Error.WriteLine($"The password must have {PasswordHash.ShortestPassword} to {PasswordHash.LongestPassword} characters.");
            return 1;
        }

        Console.Out.WriteLine(PasswordHash.Of(password));
        return 0;
    }

    private static string? AskTwice()
    {
        var (first, second) = (Ask("Password: "), Ask("The same again: "));
        if (first == second)
        {
            return first;
        }

        Console.Error.WriteLine("They are not the same.");
        return null;
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}

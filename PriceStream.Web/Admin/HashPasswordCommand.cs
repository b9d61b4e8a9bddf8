using System.Text;

namespace PriceStream.Web.Admin;

/// <summary>
/// <c>PriceStream.Web --hash-password</c>: reads a password (from a terminal twice, without echo; from a pipe once) and writes only its
/// hash to standard output.
/// </summary>
public static class HashPasswordCommand
{
    public const string Name = "--hash-password";

    /// <returns>The exit code: 0, or 1 when there is no usable password.</returns>
    public static int Run()
    {
        var password = Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : Ask("Password: ");
        if (password.Length is < PasswordHash.ShortestPassword or > PasswordHash.LongestPassword)
        {
            Console.Error.WriteLine(
                $"The password must have {PasswordHash.ShortestPassword} to {PasswordHash.LongestPassword} characters.");
            return 1;
        }

        if (!Console.IsInputRedirected && Ask("Repeat the password: ") != password)
        {
            Console.Error.WriteLine("The passwords do not match.");
            return 1;
        }

        Console.Out.WriteLine(PasswordHash.Of(password));
        return 0;
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

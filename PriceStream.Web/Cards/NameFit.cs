namespace PriceStream.Web.Cards;

/// <summary>A name as it fits into its place: in one large line, else smaller, else in two lines.</summary>
/// <param name="Size">Of the letters, in pixels.</param>
internal sealed record NameFit(IReadOnlyList<string> Lines, float Size)
{
    public const float Largest = 64;

    /// <summary>A longer name wraps.</summary>
    public const float SmallestInOneLine = 46;

    private const float LargestInTwoLines = 48;

    /// <summary>A line that is still too long loses its end. No item of the game has such a name.</summary>
    private const float Smallest = 30;

    private const string Cut = "…";

    /// <param name="widthOf">Returns the width of a text at a size.</param>
    public static NameFit Of(string name, float width, Func<string, float, float> widthOf)
    {
        var whole = SizeFor([name], Largest);
        if (whole >= SmallestInOneLine)
        {
            return new([name], whole);
        }

        IReadOnlyList<string> lines = Split(name) is var (first, second) && second.Length > 0 ? [first, second] : [name];
        var size = Math.Max(SizeFor(lines, LargestInTwoLines), Smallest);
        return new([.. lines.Select(line => Shorten(line, size))], size);

        // Widths grow with the size.
        float SizeFor(IReadOnlyList<string> texts, float largest)
        {
            var widest = texts.Max(text => widthOf(text, largest));
            return widest <= width ? largest : largest * width / widest;
        }

        string Shorten(string line, float at)
        {
            if (widthOf(line, at) <= width)
            {
                return line;
            }

            var length = line.Length;
            while (length > 0 && widthOf(line[..length] + Cut, at) > width)
            {
                length--;
            }

            return line[..length].TrimEnd() + Cut;
        }
    }

    // At the blank nearest to the middle; a name without one keeps its line.
    private static (string First, string Second) Split(string name)
    {
        var middle = name.Length / 2;
        var blanks = Enumerable.Range(0, name.Length).Where(index => name[index] == ' ').ToList();
        if (blanks.Count == 0)
        {
            return (name, "");
        }

        var at = blanks.MinBy(index => Math.Abs(index - middle));
        return (name[..at], name[(at + 1)..]);
    }
}

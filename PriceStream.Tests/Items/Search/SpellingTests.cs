using PriceStream.Web.Items.Search;

namespace PriceStream.Tests.Items.Search;

/// <summary>The distance between what was typed and a word.</summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("whip", "whip", 0)]
    [InlineData("whpi", "whip", 2)]
    [InlineData("wip", "whip", 2)]
    [InlineData("whhip", "whip", 2)]
    [InlineData("chip", "whip", 2)]
    [InlineData("abyss", "abyssal", 1)]
    [InlineData("abysal", "abyssal", 2)]
    [InlineData("abbysal", "abyssal", 4)]
    [InlineData("abbysl", "abyssal", 5)]
    [InlineData("abbsl", "abyssal", null)]
    [InlineData("wh", "whip", 1)]
    [InlineData("hw", "whip", null)]
    [InlineData("tips", "whip", null)]
    public void A_mistake_costs_two_and_an_unfinished_word_one(string typed, string word, int? cost) =>
        Assert.Equal(cost, Spelling.Cost(typed, word, Spelling.Tolerance(typed.Length)));

    [Fact]
    public void The_distance_is_that_of_the_plain_algorithm_for_random_words()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var (typed, word) = (Word(random, 32), Word(random, 40));
            var limit = Spelling.Tolerance(typed.Length);
            var expected = Enumerable.Range(0, word.Length + 1)
                .Select(length => (Mistakes: Plain(typed, word[..length]), IsBegin: length < word.Length))
                .Where(part => part.Mistakes <= limit && (!part.IsBegin || typed.Length > 3 || limit == 0))
                .Select(part => (int?)((2 * part.Mistakes) + (part.IsBegin ? 1 : 0)))
                .Min();

            Assert.True(expected == Spelling.Cost(typed, word, limit), $"{typed} {word}: {expected}");
        }
    }

    // Long words are made alike, so that some are within the limit.
    private static string Word(Random random, int longest)
    {
        var length = random.Next(1, 4) == 1 ? random.Next(1, longest) : random.Next(1, 9);
        return string.Concat(Enumerable.Range(0, length).Select(index => "abc"[random.Next(4) == 0 ? random.Next(3) : index % 3]));
    }

    private static int Plain(string one, string other)
    {
        var distances = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    distances[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1),
                    Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[one.Length, other.Length];
    }
}

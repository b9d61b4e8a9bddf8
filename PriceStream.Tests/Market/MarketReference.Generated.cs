namespace PriceStream.Tests.Market;

/// <content>How a market is generated.</content>
internal sealed partial class MarketReference
{
    public static MarketReference Generate(long now, int count, int seed)
    {
        var market = new MarketReference(now);
        market.Fill(count, new(seed));
        return market;
    }

    private void Fill(int count, Random random)
    {
        foreach (var id in Enumerable.Range(1000, count).Append(Rune))
        {
            items[id] = ($"Item {id}", Maybe(7, () => random.Next(1, 2000)), Maybe(9, () => random.Next(1, 3000)));
            var (high, low) = (Maybe(12, () => Price(id) + 20), Maybe(12, () => Price(id)));
            prices[id] = (high, now - random.Next(2, 3000), low, now - random.Next(2, 3000));
        }

        prices[Rune] = (120, now - 5, 118, now - 5);
        foreach (var (width, length) in new[] { (300, 288), (3600, 7 * 24 + 13) })
        {
            for (var start = now / width * width - width; start > now / width * width - (length + 1) * width; start -= width)
            {
                windows[(width, start)] = RowsOf(width);
            }
        }

        Dictionary<int, Window> RowsOf(int width)
        {
            var rows = new Dictionary<int, Window>();
            foreach (var id in items.Keys.Where(id => random.Next(40) < id % 40))
            {
                var (high, low) = (Pieces(width), Pieces(width));
                rows[id] = new(high == 0 ? null : Price(id) + 20, high, low == 0 ? null : Price(id), low);
            }

            return rows;
        }

        int Pieces(int width) => random.Next(3) == 0 ? 0 : random.Next(1, width / 20);

        long Price(int id) => (id - 400) * random.Next(90, 110) / 100;

        long? Maybe(int oneIn, Func<long> value) => random.Next(oneIn) == 0 ? null : value();
    }
}

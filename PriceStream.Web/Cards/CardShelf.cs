namespace PriceStream.Web.Cards;

/// <summary>
/// The newest card of each item and period, in 16 MB of memory: about 300 cards. The one that was asked for longest ago makes room.
/// Not safe for several threads.
/// </summary>
internal sealed class CardShelf
{
    public const int MaxBytes = 16 << 20;

    private readonly Dictionary<CardKey, LinkedListNode<(CardKey Key, PriceCard Card)>> cards = [];
    private readonly LinkedList<(CardKey Key, PriceCard Card)> byUse = [];

    public int Bytes { get; private set; }

    /// <summary>Null where there is none.</summary>
    public PriceCard? Find(CardKey key)
    {
        if (!cards.TryGetValue(key, out var node))
        {
            return null;
        }

        byUse.Remove(node);
        byUse.AddFirst(node);
        return node.Value.Card;
    }

    public void Put(CardKey key, PriceCard card)
    {
        if (cards.TryGetValue(key, out var known))
        {
            Remove(known);
        }

        cards[key] = byUse.AddFirst((key, card));
        Bytes += card.Png.Length;
        while (Bytes > MaxBytes)
        {
            Remove(byUse.Last!);
        }
    }

    private void Remove(LinkedListNode<(CardKey Key, PriceCard Card)> node)
    {
        byUse.Remove(node);
        cards.Remove(node.Value.Key);
        Bytes -= node.Value.Card.Png.Length;
    }
}

using System.Collections.Frozen;
using PriceStream.Web.Items.Search;

namespace PriceStream.Web.Items;

/// <summary>
/// All known items, in memory. It is loaded at the start and replaced as a whole, so a reader always sees a consistent catalogue.
/// Items that the upstream no longer lists stay, because their history stays.
/// </summary>
public sealed class Catalogue
{
    private readonly Lock merging = new();
    private volatile Content content = new([]);

    /// <summary>False until items have been loaded or fetched for the first time.</summary>
    public bool IsLoaded => content.ByName.Count > 0;

    /// <summary>In the order of their names, ignoring case; items of the same name by id.</summary>
    public IReadOnlyList<Item> ByName => content.ByName;

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> Ids => content.Ids;

    /// <summary>Finds items by name, nickname or id.</summary>
    public NameIndex Names => content.Names;

    /// <summary>Which items belong together.</summary>
    public ItemFamilies Families => content.Families;

    public bool Contains(int itemId) => content.ById.ContainsKey(itemId);

    /// <summary>Null for an unknown id.</summary>
    public Item? Find(int itemId) => content.ById.GetValueOrDefault(itemId);

    /// <summary>Those of these items that the catalogue lacks or has otherwise. Of several with one id, the last counts.</summary>
    public IReadOnlyList<Item> FindChanges(IEnumerable<Item> items) =>
        [.. items.GroupBy(item => item.ItemId).Select(same => same.Last()).Where(item => Find(item.ItemId) != item)];

    /// <summary>Adds new items and replaces known ones; all others stay.</summary>
    public void Merge(IEnumerable<Item> items)
    {
        lock (merging)
        {
            var merged = content.ById.ToDictionary();
            foreach (var item in items)
            {
                merged[item.ItemId] = item;
            }

            content = new(merged.Values);
        }
    }

    private sealed class Content
    {
        public Content(IReadOnlyCollection<Item> items)
        {
            ById = items.ToFrozenDictionary(item => item.ItemId);
            ByName = [.. items.OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase).ThenBy(item => item.ItemId)];
            Ids = [.. items.Select(item => item.ItemId).Order()];
            Names = new(ByName);
            Families = new(ByName);
        }

        public FrozenDictionary<int, Item> ById { get; }
        public IReadOnlyList<Item> ByName { get; }
        public IReadOnlyList<int> Ids { get; }
        public NameIndex Names { get; }
        public ItemFamilies Families { get; }
    }
}

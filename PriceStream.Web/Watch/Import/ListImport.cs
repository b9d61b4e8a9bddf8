using System.Diagnostics.CodeAnalysis;
using PriceStream.Web.Items;

namespace PriceStream.Web.Watch.Import;

/// <summary>Reads a list from a text of any known format, and looks its entries up in the catalogue.</summary>
public sealed class ListImport(Catalogue catalogue)
{
    public const int MaxBytes = 64 << 10;

    /// <summary>How many entries are listed that are not items. Their nearest names take most of the time.</summary>
    public const int MostListed = 25;

    private const int Coins = 995;
    private const int PlatinumTokens = 13204;
    private const int NearestNames = 3;

    /// <summary>Returns what the text would add.</summary>
    /// <param name="error">Why it cannot be imported, as a sentence.</param>
    public bool TryRead(string text, [NotNullWhen(true)] out ImportPreview? preview, [NotNullWhen(false)] out string? error)
    {
        (preview, error) = (null, null);
        if (!catalogue.IsLoaded)
        {
            error = "The item list is still loading. Try again in a moment.";
            return false;
        }

        try
        {
            preview = Resolve(ListReader.Read(text));
            return true;
        }
        catch (ListFormatException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    private ImportPreview Resolve(ImportedList list)
    {
        var byName = catalogue.ByName.DistinctBy(item => item.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(item => item.Name, StringComparer.OrdinalIgnoreCase);
        var (found, unknown, untraded) = (new OrderedDictionary<int, Item>(), new List<ImportedEntry>(), new List<string>());
        foreach (var entry in list.Entries.Distinct())
        {
            var byId = entry.Id is { } id ? catalogue.Find(id) : null;
            if ((byId ?? byName.GetValueOrDefault(entry.Text)) is { } item)
            {
                found.TryAdd(item.ItemId, item);
            }
            else if (IsUntraded(entry))
            {
                untraded.Add(entry.Text);
            }
            else
            {
                unknown.Add(entry);
            }
        }

        return new(list.Format, WatchList.Of([], list.Name).Name, [.. found.Values.Take(WatchList.MaxItems)])
        {
            Beyond = Math.Max(0, found.Count - WatchList.MaxItems),
            Unknown = [.. unknown.Take(MostListed).Select(Explain)],
            UnknownCount = unknown.Count,
            NotTradeable = [.. untraded.Take(MostListed)],
            NotTradeableCount = untraded.Count,
            Note = list.Note,
        };
    }

    private bool IsUntraded(ImportedEntry entry) =>
        entry.Id is Coins or PlatinumTokens || (entry is { IsOfGame: true, Id: { } id } && !catalogue.Contains(id - 1));

    private UnknownEntry Explain(ImportedEntry entry)
    {
        if (entry.Id is { } id)
        {
            var noted = catalogue.Find(id - 1);
            return new(entry.Text, noted is null ? [] : [noted], IsNote: noted is not null);
        }

        return new(entry.Text, [.. catalogue.Names.Find(entry.Text).Take(NearestNames).Select(match => match.Item)], IsNote: false);
    }
}

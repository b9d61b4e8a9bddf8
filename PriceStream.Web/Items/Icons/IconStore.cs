using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Web.Items.Icons;

/// <summary>
/// Keeps pictures in a folder beside the database, one for each item, within limits. What does not fit pushes out the oldest.
/// </summary>
public sealed class IconStore
{
    /// <summary>Twice as many as there are items.</summary>
    internal const int MostIcons = 8192;

    /// <summary>Ten times what all items need.</summary>
    internal const long MostBytes = 48 << 20;

    private const string Unfinished = ".part";
    private const int HashLength = 10;

    private readonly ConcurrentDictionary<int, StoredIcon> icons = new();
    private readonly Lock writing = new();
    private long bytes;

    /// <summary>Reads the names of the files that earlier runs left.</summary>
    public IconStore(DatabaseFile database)
    {
        Folder = Path.Combine(database.Folder, "icons");
        try
        {
            ReadFolder();
        }
        catch (Exception error) when (IsAboutTheDisk(error))
        {
            // Its pictures are fetched again. If the folder cannot be written either, storing the first one reports it.
        }
    }

    public string Folder { get; }

    public int Count => icons.Count;

    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>The version of an item's picture that was fetched from this address; null when there is none.</summary>
    public string? VersionOf(int itemId, string source) => Find(itemId, source)?.Version;

    /// <summary>Null when there is none, or when its file is no longer the one that was stored.</summary>
    public async Task<IconPicture?> ReadAsync(int itemId, string source, CancellationToken cancellationToken)
    {
        if (Find(itemId, source) is not { } icon)
        {
            return null;
        }

        try
        {
            var content = await File.ReadAllBytesAsync(PathOf(icon), cancellationToken);
            if (HashOf(content) == icon.Version)
            {
                return new(content, icon.Format.MediaType, icon.Version);
            }
        }
        catch (Exception error) when (IsAboutTheDisk(error))
        {
            // Somebody has deleted it.
        }

        Forget(icon);
        return null;
    }

    /// <summary>Stores a picture in place of the item's former one.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void Store(int itemId, string source, byte[] content, DateTimeOffset now)
    {
        var format = IconFormat.Of(content) ?? throw new ArgumentException("No picture", nameof(content));
        var icon = new StoredIcon(itemId, HashOf(Encoding.UTF8.GetBytes(source)), HashOf(content), format, content.Length, now);
        lock (writing)
        {
            Directory.CreateDirectory(Folder);
            var unfinished = PathOf(icon) + Unfinished;
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, PathOf(icon), overwrite: true); // readers see the whole file or none
            Add(icon);
            while (icons.Count > MostIcons || bytes > MostBytes)
            {
                Delete(icons.Values.MinBy(stored => stored.StoredAt)!);
            }
        }
    }

    /// <summary>Why a picture was not stored, as a sentence.</summary>
    public string Problem(Exception error) => $"{Folder} cannot be written: {error.Message}";

    /// <summary>Whether the exception says that a file or folder cannot be used.</summary>
    internal static bool IsAboutTheDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    private StoredIcon? Find(int itemId, string source) =>
        icons.TryGetValue(itemId, out var icon) && icon.Source == HashOf(Encoding.UTF8.GetBytes(source)) ? icon : null;

    private string PathOf(StoredIcon icon) => Path.Combine(Folder, icon.FileName);

    private void ReadFolder()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc))
        {
            if (file.Extension == Unfinished)
            {
                file.Delete();
            }
            else if (StoredIcon.Of(file) is { } icon)
            {
                Add(icon);
            }
        }
    }

    // A newer picture of the same item replaces the older one.
    private void Add(StoredIcon icon)
    {
        if (icons.TryGetValue(icon.ItemId, out var former) && former.FileName != icon.FileName)
        {
            Delete(former);
        }

        Interlocked.Add(ref bytes, icon.Bytes - (former?.FileName == icon.FileName ? former.Bytes : 0));
        icons[icon.ItemId] = icon;
    }

    private void Delete(StoredIcon icon)
    {
        Forget(icon);
        File.Delete(PathOf(icon));
    }

    private void Forget(StoredIcon icon)
    {
        if (icons.TryRemove(KeyValuePair.Create(icon.ItemId, icon)))
        {
            Interlocked.Add(ref bytes, -icon.Bytes);
        }
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..HashLength];
}

using System.Collections.Concurrent;
using PriceStream.Web.Data;
using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Web.Items.Icons;

/// <summary>
/// Keeps pictures in the data folder, by the file names that the catalogue lists, within limits. The oldest make room
/// for new ones. Which pictures there are is in memory, so that drawing a page reads no file.
/// </summary>
public sealed class IconStore(DataFolder data, TimeProvider clock)
{
    /// <summary>Twice as many as there are items.</summary>
    internal const int MostIcons = 8192;

    /// <summary>Ten times what all items need.</summary>
    internal const long MostBytes = 48 << 20;

    private const string Unfinished = ".part";

    private readonly ConcurrentDictionary<string, StoredIcon> icons = new();
    private readonly Lock writing = new();
    private long bytes;

    public string Folder { get; } = Path.Combine(data.Path, "icons");

    public int Count => icons.Count;

    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Reads the names of the files that earlier runs left.</summary>
    public void Load()
    {
        try
        {
            lock (writing)
            {
                ReadFolder();
            }
        }
        catch (Exception error) when (IsAboutTheDisk(error))
        {
            // Its pictures are fetched again. If the folder cannot be written either, storing the first one reports it.
        }
    }

    /// <summary>The version of a picture, from memory; null when it is not kept.</summary>
    public string? VersionOf(string icon) => icons.TryGetValue(icon, out var stored) ? stored.Version : null;

    /// <summary>Null when there is none, or when its file is no longer the one that was stored.</summary>
    public async Task<IconPicture?> ReadAsync(string icon, CancellationToken cancellationToken)
    {
        if (!icons.TryGetValue(icon, out var stored))
        {
            return null;
        }

        try
        {
            var content = await File.ReadAllBytesAsync(PathOf(stored), cancellationToken);
            if (StoredIcon.VersionOf(content) == stored.Version && IconFormat.Of(content) is { } format)
            {
                return new(content, format.MediaType, stored.Version);
            }
        }
        catch (Exception error) when (IsAboutTheDisk(error))
        {
            // Somebody has deleted it.
        }

        Forget(stored);
        return null;
    }

    /// <summary>Stores a picture in place of its former version.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void Store(string icon, byte[] content)
    {
        var stored = new StoredIcon(icon, StoredIcon.VersionOf(content), content.Length, clock.GetUtcNow());
        lock (writing)
        {
            Directory.CreateDirectory(Folder);
            var unfinished = Path.Combine(Folder, Path.GetRandomFileName() + Unfinished); // two instances may share the folder
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, PathOf(stored), overwrite: true); // readers see the whole file or none
            Add(stored);
        }
    }

    /// <summary>Why a picture was not stored, as a sentence.</summary>
    public string Problem(Exception error) => $"{Folder} cannot be written: {error.Message}";

    /// <summary>Whether the exception says that a file or folder cannot be used.</summary>
    internal static bool IsAboutTheDisk(Exception error) => error is IOException or UnauthorizedAccessException;

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

    private void Add(StoredIcon icon)
    {
        if (icons.TryGetValue(icon.Icon, out var former))
        {
            Forget(former);
            if (former.FileName != icon.FileName)
            {
                File.Delete(PathOf(former));
            }
        }

        icons[icon.Icon] = icon;
        Interlocked.Add(ref bytes, icon.Bytes);
        while (icons.Count > MostIcons || bytes > MostBytes)
        {
            var oldest = icons.Values.MinBy(stored => stored.StoredAt)!;
            Forget(oldest);
            File.Delete(PathOf(oldest));
        }
    }

    private void Forget(StoredIcon icon)
    {
        if (icons.TryRemove(KeyValuePair.Create(icon.Icon, icon)))
        {
            Interlocked.Add(ref bytes, -icon.Bytes);
        }
    }
}

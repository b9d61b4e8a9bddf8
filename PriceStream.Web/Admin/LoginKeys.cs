using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace PriceStream.Web.Admin;

/// <summary>
/// Keeps the keys that protect logins in a folder, so that a login survives a restart. While the folder cannot be written, new keys stay
/// in memory, and logins work until the process ends.
/// </summary>
internal sealed partial class LoginKeys(DirectoryInfo folder, ILoggerFactory loggers) : IXmlRepository
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ILogger logger = loggers.CreateLogger<LoginKeys>();
    private readonly ConcurrentDictionary<string, XElement> unsaved = new();
    private int isWarned;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        foreach (var (name, key) in unsaved)
        {
            TrySave(key, name);
        }

        return [.. unsaved.Values, .. ReadFolder()];
    }

    public void StoreElement(XElement element, string friendlyName) => TrySave(element, friendlyName);

    private void TrySave(XElement key, string name)
    {
        try
        {
            CreateFolder();
            new FileSystemXmlRepository(folder, loggers).StoreElement(key, name);
            unsaved.TryRemove(name, out _);
        }
        catch (Exception exception) when (IsAboutTheDisk(exception))
        {
            unsaved[name] = key;
            WarnOnce(exception.Message);
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            folder.Create();
        }
        else
        {
            Directory.CreateDirectory(folder.FullName, OwnerOnly);
        }
    }

    private List<XElement> ReadFolder()
    {
        try
        {
            return !Directory.Exists(folder.FullName) ? [] : folder.GetFiles("*.xml").Select(TryRead).OfType<XElement>().ToList();
        }
        catch (Exception exception) when (IsAboutTheDisk(exception))
        {
            WarnOnce(exception.Message);
            return [];
        }
    }

    // A power failure can leave an empty file. The other keys stay usable.
    private XElement? TryRead(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            return XElement.Load(stream);
        }
        catch (Exception exception) when (IsAboutTheDisk(exception) || exception is XmlException)
        {
            Unreadable(file.FullName, exception.Message);
            return null;
        }
    }

    private static bool IsAboutTheDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private void WarnOnce(string reason)
    {
        if (Interlocked.Exchange(ref isWarned, 1) == 0)
        {
            InMemory(folder.FullName, reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The keys for logins cannot be stored in {Folder}, so logins end when this process ends: {Reason}")]
    private partial void InMemory(string folder, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Skipped a key for logins, because its file {File} cannot be read: {Reason}")]
    private partial void Unreadable(string file, string reason);
}

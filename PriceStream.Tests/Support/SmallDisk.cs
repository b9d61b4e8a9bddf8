using System.Diagnostics;

namespace PriceStream.Tests.Support;

/// <summary>A disk of a few megabytes that can be filled. It needs root and mount; without them the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "a small disk can only be mounted as root");
        var folder = Directory.CreateTempSubdirectory("pricestream-disk-").FullName;
        var code = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "pricestream", folder);
        Assert.SkipUnless(code == 0, "mount is not allowed here");
        return new(folder);
    }

    /// <summary>Fills the disk except for that many bytes.</summary>
    public void Fill(int but = 0)
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 16, 1 << 12, 1])
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // No more of this size fits.
            }
        }

        file.SetLength(file.Length - but);
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

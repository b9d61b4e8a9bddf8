namespace PriceStream.Build
{
    using System;
    using System.ComponentModel;
    using System.Diagnostics;
    using System.IO;
    using System.Text;
    using System.Text.RegularExpressions;

    /// <summary>Installs one package with npm, which has to be on the PATH.</summary>
    internal static class NpmInstall
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        /// <param name="folder">
        /// Where node_modules appears. It is the working directory, not an argument, so a space in it needs no quotes.
        /// </param>
        public static void Run(FrontEndLibrary library, string folder)
        {
            var output = new StringBuilder();
            void Keep(object sender, DataReceivedEventArgs e)
            {
                lock (output)
                {
                    output.AppendLine(e.Data);
                }
            }
            using (var npm = new Process { StartInfo = Start(library.Id, folder) })
            {
                npm.OutputDataReceived += Keep;
                npm.ErrorDataReceived += Keep;
                try
                {
                    npm.Start();
                }
                catch (Win32Exception)
                {
                    throw library.Error("npm was not found. Install Node.js");
                }
                Wait(npm, library);
                if (npm.ExitCode != 0)
                {
                    lock (output)
                    {
                        throw library.Error(Reason(output.ToString(), npm.ExitCode));
                    }
                }
            }
        }

        private static ProcessStartInfo Start(string package, string folder)
        {
            var arguments = "install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --omit=peer --omit=optional "
                + "--prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=1000 --loglevel=error " + package;
            var windows = Path.DirectorySeparatorChar == '\\';
            return new ProcessStartInfo(windows ? "cmd.exe" : "npm", windows ? "/d /c npm " + arguments : arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        }

        private static void Wait(Process npm, FrontEndLibrary library)
        {
            npm.StandardInput.Close();
            npm.BeginOutputReadLine();
            npm.BeginErrorReadLine();
            if (!npm.WaitForExit((int)Patience.TotalMilliseconds))
            {
                npm.Kill();
                throw library.Error($"npm did not finish within {Patience.TotalSeconds} seconds. Try again");
            }
            npm.WaitForExit(); // the one without a limit also waits for the end of the output
        }

        /// <summary>npm explains an error in many lines; its error code is one word.</summary>
        private static string Reason(string output, int exitCode)
        {
            var code = Regex.Match(output, @"npm err(?:or|!) code (\S+)", RegexOptions.IgnoreCase).Groups[1].Value;
            switch (code)
            {
                case "E404": return "npm has no library with this name. Correct the name";
                case "ETARGET": return "npm has no such version of this library. Correct the version";
                // The exit codes of a shell and of cmd.exe for a missing command.
                case "" when exitCode == 127 || exitCode == 9009: return "npm or Node.js was not found. Install Node.js";
                case "": return $"npm failed with exit code {exitCode}. Try again";
                default: return $"npm failed with {code}. Try again";
            }
        }
    }
}

namespace PriceStream.Build
{
    using System;

    /// <summary>A library cannot be restored; the message says why and what to do.</summary>
    internal sealed class RestoreException : Exception
    {
        public RestoreException(string message)
            : base(message)
        {
        }
    }
}

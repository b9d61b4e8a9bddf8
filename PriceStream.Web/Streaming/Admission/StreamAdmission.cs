using System.Runtime.InteropServices;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>Counts the open streams, in all and by address. Asking and entering are one atomic step, so the limits hold however many come at once.</summary>
public sealed class StreamAdmission(SseOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ClientAddress, int> byAddress = [];
    private int clients;

    /// <summary>Streams open now.</summary>
    public int Clients => Volatile.Read(ref clients);

    /// <summary>Addresses with an open stream.</summary>
    public int Addresses
    {
        get
        {
            lock (gate)
            {
                return byAddress.Count;
            }
        }
    }

    /// <summary>The addresses with the most open streams, and how many each has.</summary>
    public IReadOnlyList<KeyValuePair<ClientAddress, int>> Busiest(int count)
    {
        lock (gate)
        {
            return [.. byAddress.OrderByDescending(address => address.Value).Take(count)];
        }
    }

    /// <summary>Null when a place was taken (give it back with <see cref="Leave"/>), else which limit was in the way: full or address.</summary>
    public string? TryEnter(ClientAddress address)
    {
        lock (gate)
        {
            if (clients >= options.MaxClients)
            {
                return "full";
            }

            ref var ofAddress = ref CollectionsMarshal.GetValueRefOrAddDefault(byAddress, address, out _);
            if (ofAddress >= options.MaxClientsPerAddress)
            {
                return "address";
            }

            ofAddress++;
            clients++;
            return null;
        }
    }

    public void Leave(ClientAddress address)
    {
        lock (gate)
        {
            clients--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(byAddress, address) == 0)
            {
                byAddress.Remove(address);
            }
        }
    }
}
